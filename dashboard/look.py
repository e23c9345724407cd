"""How a page looks: its head, its sections, its cards, and what it says when there is nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard import read
from dashboard.filters import Chosen
from sql import wording
from sql.readers import Build


def page(question: str | None) -> Build:
    """The head of a page: its question, the time of its data, what to beware of."""
    build = read.build()
    st.title(question or "", anchor=False)
    if build is None:
        no_build()
        st.stop()
    return build


def beware(build: Build, chosen: Chosen) -> None:
    """What a reader must know before any number: a failed build, sources that went silent."""
    failed_build(build, chosen)
    stale_sources(chosen)


def failed_build(build: Build, chosen: Chosen) -> None:
    """Said where a newer build was tried and not published."""
    last = next(iter(read.last_builds(1)), None)
    if last and last["outcome"] == "failed" and last["finished_at"] > build.built_at:
        with warning("The last build failed"):
            st.text(
                f"The pages show the build of {wording.moment(build.built_at, chosen.zone)}. "
                f"{last['detail']}"
            )


def stale_sources(chosen: Chosen) -> None:
    """One line for each source that says nothing new for longer than it should."""
    stale = read.table("metrics.sources", is_stale=True, order="source", **chosen.only_shop)
    if stale.empty:
        return
    with warning("Some data is old"):
        for row in stale.itertuples():
            st.text(
                f"{row.path}: nothing newer than "
                f"{wording.moment(row.read_until, chosen.zone)}. "
                "What came later cannot be seen, and is not counted as missing."
            )


def verdict(sentence: str, *, is_good: bool | None) -> None:
    """The answer to the page's question, first of all; None where nothing can be judged."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if is_good is None:
            st.badge("Not judged yet", icon=":material/hourglass_top:", color="gray")
        elif is_good:
            st.badge("All well", icon=":material/check:", color="green")
        else:
            st.badge("Action needed", icon=":material/priority_high:", color="orange")
        st.text(sentence)


@contextmanager
def warning(title: str) -> Iterator[None]:
    """A banner; what stands in it is text."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(title, icon=":material/warning:", color="orange")
        with st.container(width="stretch", gap="xxsmall"):
            yield


@contextmanager
def section(question: str, answer: str = "") -> Iterator[None]:
    """A framed part of a page: a question, and below it the answer in a sentence."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.subheader(question, anchor=False)
        if answer:
            st.text(answer)
        yield


def empty(why: str, next_step: str) -> None:
    """Instead of an empty chart: why there is nothing, and what to do next."""
    with st.container(
        height="stretch", vertical_alignment="center", horizontal_alignment="center", gap="xxsmall",
    ):
        st.text(why)
        st.caption(next_step, width="content", text_alignment="center")
    st.space("xsmall")


def no_week() -> None:
    """Before the first week whose mails were all read."""
    with section("Where are the numbers?", "No week is complete yet."):
        empty("Shares and times are shown by whole weeks.",
              "The first one shows once all of its mails were read.")  # fmt: skip


def no_build() -> None:
    """Before the first build, or while none succeeds: what happened, and the way on."""
    tried = read.last_builds(1)
    if tried and tried[0]["outcome"] == "failed":
        with warning("No build yet: the last one failed"):
            st.text(f"{wording.moment(tried[0]['finished_at'])}: {tried[0]['detail']}")
            st.caption("Mend what it names, then run the build again:")
            st.code("trackrecord build", language=None)
        return
    with section("Nothing was built yet", "The pages fill with the first build."):
        st.caption("Read the sources, then judge what they say:")
        st.code("trackrecord ingest\ntrackrecord build", language=None)
        st.caption("Not sure what is connected? This tries every source and says so:")
        st.code("trackrecord doctor", language=None)


def answer(sentence: str) -> None:
    """A line of text below a question."""
    st.text(sentence)
