-- How many messages belong to failed connections, by reason and domain and by reason alone.
SELECT reason, domain, grouping(domain) = 1 AS is_whole,
    count(DISTINCT {gateway: gateway, mid: mid, generation: generation}) AS messages
FROM (
    SELECT reason, failing.domain, attempts.gateway, mid, attempts.generation
    FROM failing JOIN attempts
        ON kind = 'deliveries' AND attempts.gateway = failing.gateway AND dcid = id
        AND delivery_generation = failing.generation
    UNION ALL
    SELECT reason, domain, messages.gateway, mid, messages.generation
    FROM failing JOIN messages
        ON kind = 'injections' AND messages.gateway = failing.gateway AND origin_icid = id
        AND origin_generation = failing.generation
)
GROUP BY GROUPING SETS ((reason, domain), (reason))
