"""What `trackrecord check` says: conditions of the data, then findings by rule."""

from sql.readers import Build

CONDITIONS = {
    "source is stale": """
        select path || ' of ' || shop || ' is read until '
            || coalesce(strftime(read_until, '%Y-%m-%d %H:%M UTC'), 'never')
        from metrics.sources where is_stale order by 1""",
    "source failed": """
        select source || ': ' || error from raw.runs where kind <> 'replay'
        qualify row_number() over (partition by source order by started_at desc) = 1
            and error is not null order by 1""",
    "something may be missing": """
        select distinct path || ': ' || notes from metrics.sources
        where notes is not null order by 1""",
    "items are in quarantine": """
        select source || ': ' || count(*) || ' ' || reason from raw.quarantine
        where replayed_at is null group by source, reason order by 1""",
}
FINDINGS = """
    select f.rule || ' (' || f.severity || '): ' || count(*) || ' in ' || f.shop
        || ': ' || any_value(f.sentence)
    from cases.findings as f where f.is_error and not f.is_history
    group by f.rule, f.severity, f.shop
    order by f.severity, count(*) desc, f.shop"""


def check(build: Build) -> list[str]:
    """One line for each thing a person should look at; empty when all is well."""
    lines = [
        f"{condition}: {line}"
        for condition, sql in CONDITIONS.items() for (line,) in build.rows(sql)
    ]
    return lines + [line for (line,) in build.rows(FINDINGS)]
