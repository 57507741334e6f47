-- Texts that may say something else when they are decoded.
SELECT kind, text FROM found
WHERE contains(text, '=?') OR contains(text, '\') OR contains(lower(text), 'xn--')
