-- Which records the lines behind a line name.
INSERT INTO taken_back SELECT gateway, icid, mid, other, dcid FROM facts WHERE line > ?
