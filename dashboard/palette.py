"""Colours of the charts, for the theme the reader has chosen."""

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Palette:
    """Blue shows, orange warns, teal is well, grey steps back; never red against green."""

    blue: str
    orange: str
    orange_text: str
    teal: str
    grey: str
    ink: str
    line: str
    paper: str
    blue_wash: str
    blues: tuple[str, ...]  # from few to many
    warm: tuple[str, ...]  # reasons of one kind, told apart
    steps: tuple[str, ...]  # parts of one whole, told apart

    def on(self, colour: str) -> str:
        """The colour of text that stands on `colour`: light on dark ones, ink on light ones."""
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        is_light = 0.299 * red + 0.587 * green + 0.114 * blue > 140
        return "#1B2430" if is_light else "#FFFFFF"


LIGHT = Palette(
    blue="#1F5FBF", orange="#D55E00", orange_text="#A8380A", teal="#0F766E", grey="#5B6B7F",
    ink="#1B2430", line="#DDE3EA", paper="#FFFFFF", blue_wash="rgba(31, 95, 191, 0.14)",
    blues=("#F1F5FB", "#C9DBF5", "#8FB4EA", "#4A86E0", "#1F5FBF", "#123C7C"),
    warm=(
        "#D55E00", "#5B6B7F", "#E99A55", "#A9B5C4", "#8A3D00", "#F4CBA4", "#2F3B49", "#C77F3F",
        "#D6DDE5",
    ),
    steps=(
        "#1F5FBF", "#8FB4EA", "#0F766E", "#A9B5C4", "#4A86E0", "#5B6B7F", "#7CC4BB", "#123C7C",
    ),
)  # fmt: skip
DARK = Palette(
    blue="#7FB2FF", orange="#FF9466", orange_text="#FF9466", teal="#3FC6B6", grey="#9AA8BA",
    ink="#E8EDF3", line="#2B3644", paper="#0F141B", blue_wash="rgba(127, 178, 255, 0.18)",
    blues=("#151D27", "#1B3355", "#25518C", "#3B76C4", "#7FB2FF", "#CFE1FF"),
    warm=(
        "#FF9466", "#6B7A8D", "#B9633F", "#9AA8BA", "#FFC3A6", "#8A4A2E", "#C9D3DE", "#FFE3D3",
        "#48566A",
    ),
    steps=(
        "#7FB2FF", "#3B76C4", "#3FC6B6", "#9AA8BA", "#25518C", "#6B7A8D", "#1F7A70", "#CFE1FF",
    ),
)  # fmt: skip


def palette() -> Palette:
    return DARK if st.context.theme.type == "dark" else LIGHT
