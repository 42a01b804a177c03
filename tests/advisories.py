"""Look dependencies up in the lists of known vulnerabilities, and say what could not be looked up: ``make advisories``.

Ends with 0 if every package was looked up and none has a known vulnerability, 1 if one has, 2 if any could not be
looked up: silence of a list nobody reached is no good news.
"""

from __future__ import annotations

import json
import subprocess
import sys

NOT_REACHED = "Nothing was checked: the lists of known vulnerabilities could not be read. This is no good news."


def judged(said, complaints):
    """Return the exit code and the lines to print.

    Args:
        said: What pip-audit printed, as JSON.
        complaints: What it printed on standard error.
    """
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 2, [*complaints.strip().splitlines()[-1:], NOT_REACHED]
    skipped = [one for one in packages if "skip_reason" in one]
    found = [(one, flaw) for one in packages for flaw in one.get("vulns", ())]
    lines = [_line(one, flaw) for one, flaw in found]
    if skipped:
        names = ", ".join(one["name"] for one in skipped)
        lines.append(
            f"{len(skipped):,} of {len(packages):,} packages could not be looked up, so are not known: {names}"
        )
    if packages and len(skipped) == len(packages):
        lines.append(NOT_REACHED)
    looked_up = len(packages) - len(skipped)
    lines.append(f"{looked_up:,} packages looked up, {len(found):,} known vulnerabilities")
    return (1 if found else 2 if skipped or not packages else 0), lines


def _line(package, flaw):
    cured = ", ".join(flaw.get("fix_versions", ())) or "no version yet"
    return f"{package['name']} {package['version']}: {flaw['id']}, cured in {cured}"


if __name__ == "__main__":
    ran = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=False)
    code, words = judged(ran.stdout, ran.stderr)
    sys.stdout.write("\n".join([*words, ""]))
    sys.exit(code)
