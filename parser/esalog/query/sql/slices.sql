-- Messages and failed connections of each slice of `step` seconds between two times.
SELECT epoch(stamp)::BIGINT // $step AS slice, count(*) FILTER (is_mail)::BIGINT AS mail,
    count(*) FILTER (NOT is_mail)::BIGINT AS failures
FROM (
    SELECT stamp, true AS is_mail FROM messages
    UNION ALL
    SELECT stamp, false FROM injections WHERE {injection_failure}
    UNION ALL
    SELECT stamp, false FROM deliveries WHERE {delivery_failure}
)
WHERE stamp >= $since AND stamp < $until
GROUP BY slice
