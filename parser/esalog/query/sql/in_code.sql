-- Subjects that may say something else when they are decoded.
SELECT DISTINCT subject FROM messages WHERE {is_coded}
