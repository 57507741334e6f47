-- Entities by their places, as `Entity` has them.
SELECT kind, coalesce(text, folded), logged, newest, messages, connections, record, name, id,
    generation
FROM entities LEFT JOIN gateways ON number = gateway
WHERE place IN (SELECT unnest(?::INTEGER[]))
