"""How sizes and moments are written, on the screen and in commands without one."""

from datetime import datetime


def size(octets: int | None) -> str:
    """A size of bytes in three digits at most: `29 kB`; `?` when it is not known."""
    if octets is None:
        return "?"
    if octets < 1000:
        return f"{octets} B"
    value = float(octets)
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5 or unit == "TB":
            break
    return f"{value:.1f} {unit}" if value < 9.95 and unit != "kB" else f"{value:.0f} {unit}"


def moment(seconds: float) -> str:
    """A moment of this computer's clock, in seconds since 1970: `10:12`, with its day if past."""
    at = datetime.fromtimestamp(seconds)
    is_today = at.date() == datetime.now().date()
    return f"{at:%H:%M}" if is_today else f"{at:%a} {at.day} {at:%b %H:%M}"
