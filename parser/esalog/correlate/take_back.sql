-- The lines behind `kept_line` are taken away, and what they name is noted.
INSERT INTO taken_back
SELECT gateway, icid, mid, other, dcid FROM facts WHERE line > getvariable('kept_line');

-- Of their messages, a line that was between others may be the last one now. More are woken than need
-- be, by MID alone: that changes nothing.
CREATE OR REPLACE TEMP TABLE woken AS
SELECT * FROM idle_events
SEMI JOIN (SELECT mid FROM decisive_events WHERE line > getvariable('kept_line')) USING (mid)
WHERE line <= getvariable('kept_line');

DELETE FROM idle_events
WHERE line > getvariable('kept_line') OR line IN (SELECT line FROM woken);

DELETE FROM decisive_events WHERE line > getvariable('kept_line');

INSERT INTO decisive_events BY NAME FROM woken;

DROP TABLE woken;
