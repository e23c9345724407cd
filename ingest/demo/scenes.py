"""All scenes: how conversations hang together, how waits end, and who had to step in."""

from .elsewhere_scenes import plan_elsewhere
from .escalation_scenes import plan_escalations
from .folder_scenes import plan_folder_escalations
from .form_scenes import plan_forms
from .kind_scenes import plan_kinds
from .link_scenes import plan_links
from .orders import quota
from .stage import Stage
from .thread_scenes import plan_threads


def plan_scenes(stage: Stage, count: int) -> None:
    each = max(2, round(quota(count) / 6))  # 11 times in 5,000 orders
    for plan in (
        plan_threads, plan_links, plan_kinds, plan_forms, plan_elsewhere, plan_escalations,
        plan_folder_escalations,
    ):  # fmt: skip
        plan(stage, each)
