-- The domains of connections of one kind, by TLS state.
SELECT domain, count(*) AS connections,
    count(*) FILTER (state = 'success') AS success,
    count(*) FILTER (state = 'failed') AS failed,
    count(*) FILTER (state = 'fallback') AS fallback,
    count(*) FILTER (state = 'none') AS none,
    count(*) FILTER (state = 'unknown') AS unknown,
    count(*) FILTER (state = 'refused') AS refused,
    histogram(tls_protocol) FILTER (state = 'success') AS protocols
FROM (
    SELECT {domain} AS domain, {state} AS state, tls_protocol
    FROM {rows}
    WHERE {condition}
)
GROUP BY ALL
