-- The lines of a message, its family and its connections, by MID, generation and gateway's name.
WITH RECURSIVE kin AS (
    SELECT messages.gateway, gateways.name, mid, generation, parent, children, icid,
        injection_generation, recipients, first_line, last_line
    FROM messages JOIN gateways ON gateways.number = messages.gateway
    WHERE mid = ? AND generation = ? AND gateways.name = ?
    UNION
    SELECT messages.gateway, kin.name, messages.mid, messages.generation, messages.parent,
        messages.children, messages.icid, messages.injection_generation, messages.recipients,
        messages.first_line, messages.last_line
    FROM kin JOIN messages ON messages.gateway = kin.gateway
        AND (messages.mid = kin.parent OR list_contains(kin.children, messages.mid))
        -- A line that names both stands in both.
        AND messages.first_line <= kin.last_line AND messages.last_line >= kin.first_line
),
numbers AS (
    SELECT DISTINCT number, name FROM gateways JOIN kin USING (name)
),
came AS (
    SELECT icid, injections.first_line, injections.last_line
    FROM injections SEMI JOIN kin ON kin.gateway = injections.gateway
        AND kin.icid = injections.icid AND kin.injection_generation = injections.generation
),
tried AS (
    SELECT DISTINCT dcid, events.line
    FROM events JOIN kin ON events.mid = kin.mid AND line BETWEEN first_line AND last_line
    WHERE dcid > 0 AND events.gateway IN (SELECT number FROM numbers)
),
left_by AS (
    SELECT DISTINCT dcid, deliveries.first_line, deliveries.last_line
    FROM deliveries JOIN tried USING (dcid)
    WHERE line BETWEEN deliveries.first_line AND deliveries.last_line
        AND deliveries.gateway IN (SELECT gateway FROM kin)
)
SELECT line FROM events JOIN kin ON events.mid = kin.mid
    AND line BETWEEN first_line AND last_line
WHERE events.gateway IN (SELECT number FROM numbers)
UNION
SELECT line FROM events JOIN came ON events.icid = came.icid
    AND line BETWEEN first_line AND last_line
WHERE events.mid IS NULL AND events.gateway IN (SELECT number FROM numbers)
UNION
SELECT line FROM events JOIN left_by ON events.dcid = left_by.dcid
    AND line BETWEEN first_line AND last_line
WHERE events.mid IS NULL AND events.gateway IN (SELECT number FROM numbers)
ORDER BY line;
