-- The messages that came by a connection.
SELECT messages.gateway, mid, messages.generation
FROM messages JOIN gateways ON number = messages.gateway
WHERE name = $1 AND icid = $2 AND injection_generation = $3
ORDER BY first_line, mid
