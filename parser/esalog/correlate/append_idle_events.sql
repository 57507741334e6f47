-- Takes a batch of event rows as the scan gives them, of those that only a message is named in.
INSERT INTO idle_events
SELECT line, gateway, form, (enum_range(NULL::event))[event + 1], nullif(stamp, getvariable('no_time')),
    mid, nullif(value, '')
FROM batch;
