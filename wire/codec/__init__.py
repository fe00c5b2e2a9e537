"""The forms below the wire's words: strict JSON and base64url, JWS, padding, DER, ids, errors."""
