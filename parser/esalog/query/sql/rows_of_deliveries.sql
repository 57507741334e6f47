-- Deliveries by their ids, for a list; rows are found by one narrow column and read afterwards.
SELECT gateway, dcid, generation, stamp AS at, domain,
    remote_ip, port, tls, tls_protocol, tls_cipher, tls_reason, tls_peer, len(mids) AS messages,
    opened, closed, error, NOT has_opened AS begins_elsewhere, first_line
FROM told_deliveries
WHERE rowid IN (SELECT rowid FROM deliveries WHERE list_contains($1::BIGINT[], dcid))
