-- Texts that may say something else when they are decoded.
SELECT kind, text FROM found WHERE {is_coded}
