"""The catalogue of hostile documents and servers, one small function a case."""
