"""Pictures are the same in every renderer."""

import re

from opened import NARROW, opened
from pictures import steady


async def test_no_piece_of_a_picture_begins_with_a_blank_or_is_stretched() -> None:
    async with opened(NARROW) as pilot:
        exported = pilot.app.export_screenshot(title="esalog")
    picture = steady(exported)
    pieces = re.findall(r"<text class=\"[^\"]*-r\d+\"[^>]*>([^<]*)</text>", picture)
    assert len(pieces) > 100
    assert not any(re.match(r"[\xa0 ]|&#160;", piece) for piece in pieces)
    assert "lengthAdjust" not in picture
    assert {"TIME", "STATUS", "delivered"} <= set(pieces)
