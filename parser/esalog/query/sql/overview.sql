-- Counts of records by kind, state, failure and slice of time of `step` seconds.
SELECT kind, state, is_failure, epoch(stamp)::BIGINT // $step AS slice, count(*) AS records
FROM (
    SELECT 'messages' AS kind, NULL AS state, false AS is_failure, stamp FROM messages
    UNION ALL
    SELECT 'injections', {injection_state}, {injection_failure}, stamp FROM injections
    UNION ALL
    SELECT 'deliveries', tls, {delivery_failure}, stamp FROM deliveries
)
GROUP BY ALL
