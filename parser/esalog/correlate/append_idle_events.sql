-- Takes a batch of event rows as the scan gives them: idle ones, which have a MID, but no other id.
INSERT INTO idle_events
SELECT line, gateway, form, (enum_range(NULL::event))[event + 1], nullif(stamp, getvariable('no_time')),
    mid, nullif(value, '')
FROM batch;
