-- Values with how many records have them; texts too long to be chosen from are left out.
SELECT value, count(*) AS records
FROM ({values})
WHERE value IS NOT NULL AND value <> '' AND length(value) <= 60
GROUP BY value ORDER BY records DESC, value LIMIT ?
