-- Takes a batch of event rows as the scan gives them: no nulls, events by number.
INSERT INTO decisive_events
SELECT line, gateway, form, (enum_range(NULL::event))[event + 1], nullif(stamp, getvariable('no_time')),
    nullif(second, getvariable('no_time')), nullif(icid, -1), nullif(mid, -1), nullif(other, -1), nullif(dcid, -1),
    nullif(rids, ''), CASE WHEN value <> '' OR event = getvariable('sender') THEN value END
FROM batch;
