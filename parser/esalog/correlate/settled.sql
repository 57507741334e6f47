-- The attempt that settled each recipient: the first with `Message done`, else the last.
-- reads: made_attempts
-- makes: made_settled
-- key:   gateway, mid
SELECT gateway, mid, generation, rid,
    count(*) AS attempts,
    coalesce(arg_min(dcid, done_line), arg_max(dcid, line)) AS dcid,
    coalesce(arg_min(delivery_generation, done_line), arg_max(delivery_generation, line))
        AS delivery_generation,
    bool_or(done_line IS NOT NULL) AS is_delivered,
    arg_max_null(outcome, line) AS last_outcome
FROM made_attempts
GROUP BY ALL;
