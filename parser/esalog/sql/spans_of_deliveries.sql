-- The deliveries of a gateway with these DCIDs, all generations, and where their lines stand.
SELECT dcid AS id, deliveries.first_line, deliveries.last_line
FROM deliveries JOIN gateways ON number = gateway
WHERE dcid IN (SELECT unnest($ids)) AND name = $gateway
