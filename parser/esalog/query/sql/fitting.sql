-- The lines of a text, counted from 0, that a regular expression has a match in.
SELECT nth
FROM (
    SELECT unnest(range(len(lines))) AS nth, unnest(lines) AS line
    FROM (SELECT string_split(rtrim(?, chr(10)), chr(10)) AS lines)
)
WHERE regexp_matches(rtrim(line, chr(13)), ?)
ORDER BY nth
