-- The records that some lines name: families of messages, and connections (is_alone: also by a
-- line that names no message).
CREATE OR REPLACE TEMP TABLE {name}_lines AS
WITH meant AS (
    SELECT DISTINCT own.number, records.gateway
    FROM gateways AS own
    JOIN gateways AS other USING (name)
    JOIN (
        SELECT gateway FROM messages UNION SELECT gateway FROM injections
        UNION SELECT gateway FROM deliveries
    ) AS records ON records.gateway = other.number
)
SELECT meant.gateway, line, icid, mid, dcid
FROM events SEMI JOIN {name} USING (line)
JOIN meant ON meant.number = events.gateway;

CREATE OR REPLACE TEMP TABLE {name}_mail AS
SELECT DISTINCT messages.gateway, root_mid, root_generation
FROM (
    SELECT DISTINCT gateway, mid,
        generation(from_lines, line) AS generation
    FROM {name}_lines LEFT JOIN message_resets USING (gateway, mid)
    WHERE mid > 0
)
JOIN messages USING (gateway, mid, generation);

CREATE OR REPLACE TEMP TABLE {name}_injections AS
SELECT lines.gateway, icid,
    generation(from_lines, line) AS generation,
    bool_or(mid IS NULL) AS is_alone
FROM {name}_lines AS lines
LEFT JOIN connection_resets AS resets
    ON resets.kind = 'injection' AND resets.gateway = lines.gateway AND resets.id = icid
WHERE icid > 0
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE {name}_deliveries AS
SELECT lines.gateway, dcid,
    generation(from_lines, line) AS generation,
    bool_or(mid IS NULL) AS is_alone
FROM {name}_lines AS lines
LEFT JOIN connection_resets AS resets
    ON resets.kind = 'delivery' AND resets.gateway = lines.gateway AND resets.id = dcid
WHERE dcid > 0
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE {name}_messages AS
SELECT gateway, root_mid, root_generation FROM {name}_mail
UNION
SELECT messages.gateway, root_mid, root_generation
FROM messages JOIN {name}_injections AS came
    ON came.gateway = messages.gateway AND came.icid = origin_icid
    AND came.generation = origin_generation
WHERE is_alone
UNION
SELECT messages.gateway, root_mid, root_generation
FROM attempts
JOIN {name}_deliveries AS went
    ON went.gateway = attempts.gateway AND went.dcid = attempts.dcid
    AND went.generation = delivery_generation
JOIN messages
    ON messages.gateway = attempts.gateway AND messages.mid = attempts.mid
    AND messages.generation = attempts.generation
WHERE is_alone
