-- Records of one kind by their id: all that have it, and the newest that begin with it.
SELECT '{column}', {column}::VARCHAR, NULL, last_line, {messages}, {connections}, '{record}', name,
    {column}, generation
FROM {table} LEFT JOIN gateways ON number = gateway
WHERE {fits}
QUALIFY {column} = ? OR row_number() OVER (ORDER BY {column} = ?, last_line DESC) <= ?
