-- Connections of one kind on which TLS failed.
SELECT '{kind}' AS kind, gateway, {id} AS id, generation, stamp, first_line, {domain} AS domain,
    {reason} AS reason
FROM {rows}
WHERE {failure} AND {condition}
