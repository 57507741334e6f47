-- The deliveries of a gateway with these DCIDs, all generations.
SELECT dcid, generation, remote_ip, port, tls, tls_protocol, tls_cipher, tls_reason, tls_peer,
    error, len(mids) AS messages, first_line, last_line, stamp, opened, closed, has_opened
FROM deliveries
WHERE list_contains($ids, dcid)
    AND list_contains($gateways, gateway);
