"""All faults and near misses by name."""

from collections import Counter

from .events import Script
from .mail_faults import Fault
from .mail_faults_again import COPIES, repeat_faults
from .mail_faults_dates import date_faults
from .mail_faults_form import form_faults
from .mail_faults_marks import mark_faults
from .mail_faults_reused import reuse_faults
from .mail_faults_sender import sender_faults
from .mail_faults_text import text_faults
from .mail_faults_tracking import tracking_faults
from .mail_faults_values import value_faults
from .mail_faults_versions import version_faults
from .mail_faults_wording import wording_faults

ALL = (
    *repeat_faults(), *sender_faults(), *text_faults(), *version_faults(), *wording_faults(),
    *form_faults(), *mark_faults(), *value_faults(), *date_faults(), *tracking_faults(),
    *reuse_faults(),
)  # fmt: skip
FAULTS: dict[str, Fault] = {
    f"{fault.rule}.{number}": fault for number, fault in enumerate(ALL)
} | COPIES


def planted(script: Script) -> Counter[tuple[str, bool]]:
    """How often each rule's faults were planted, and its near misses (True)."""
    counts: Counter[tuple[str, bool]] = Counter()
    for name, times in script.faults.items():
        rule, *_, last = name.split(".")
        is_near = FAULTS[name].is_near if name in FAULTS else last == "near"
        counts[rule, is_near] += times
    return counts
