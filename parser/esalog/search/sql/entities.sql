-- Entities, also by what their text says when it is decoded (table `decoded`: kind, logged, text).
-- place: 0 is the newest. The record is known where there is but one.
CREATE TABLE entities AS
WITH shown AS (
    SELECT *, NULL AS logged FROM found
    UNION ALL
    SELECT found.* REPLACE (decoded.text AS text), found.text
    FROM found JOIN decoded ON found.kind = decoded.kind AND found.text = decoded.logged
),
told AS (
    SELECT *, strip_accents(lower(text)) AS folded,
        CASE WHEN kind IN ('host', 'ip') THEN connections ELSE messages END = 1 AS is_one
    FROM shown
)
SELECT (row_number() OVER (ORDER BY newest DESC, kind, text) - 1)::INTEGER AS place,
    kind::ENUM ('address', 'domain', 'host', 'ip', 'subject') AS kind,
    folded,
    nullif(text, folded) AS text,
    logged, newest,
    messages::INTEGER AS messages,
    connections::INTEGER AS connections,
    CASE WHEN is_one THEN record END::ENUM ('message', 'injection', 'delivery') AS record,
    CASE WHEN is_one THEN gateway END AS gateway,
    CASE WHEN is_one THEN id END AS id,
    CASE WHEN is_one THEN generation END AS generation
FROM told;

DROP TABLE found;

DROP TABLE decoded;

-- Which words stand in which entities; the words in the order of their bytes.
CREATE TABLE postings AS
SELECT unnest(string_split(regexp_replace(folded, '[^\pL\pN]+', ' ', 'g'), ' ')) AS word, place
FROM entities;

CREATE TABLE words AS
SELECT (row_number() OVER (ORDER BY word) - 1)::INTEGER AS number, word, count(*) AS count
FROM postings
WHERE word <> ''
GROUP BY word;

-- What words begin with before a digit.
CREATE TABLE stems AS
SELECT DISTINCT regexp_extract(word, '^\pL{3,}') AS stem FROM words;
