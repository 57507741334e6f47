-- The domain that each delivery connection was for: that of its first recipient.
-- reads: attempts
-- makes: delivery_domains
-- key:   gateway, dcid
SELECT gateway, dcid, delivery_generation AS generation, arg_min(domain, {line: line, rid: rid, mid: mid}) AS domain
FROM attempts
GROUP BY ALL;
