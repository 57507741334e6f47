-- Which of the records at some positions of a list have a text in what is listed of them.
SELECT position
FROM {rows}
JOIN listed ON listed.gateway = {kind}.gateway AND listed.id = {kind}.{id}
    AND listed.generation = {kind}.generation
WHERE {condition}
ORDER BY position
