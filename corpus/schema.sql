CREATE TABLE sources (
    source_file TEXT PRIMARY KEY,
    content BLOB NOT NULL,
    sidecar BLOB
);
CREATE TABLE documents (
    document_id TEXT PRIMARY KEY,
    source_file TEXT NOT NULL,
    title TEXT,
    doc_no TEXT,
    issuer TEXT NOT NULL,
    date TEXT,
    effective TEXT,
    region TEXT,
    level TEXT,
    type TEXT,
    url TEXT,
    compilation TEXT,
    inferred TEXT NOT NULL,
    gap TEXT,
    line_start INTEGER NOT NULL,
    line_end INTEGER NOT NULL,
    page_start INTEGER,
    page_end INTEGER
);
CREATE TABLE signatures (
    document_id TEXT PRIMARY KEY REFERENCES documents,
    signature BLOB NOT NULL
);
CREATE TABLE duplicates (
    document_id TEXT PRIMARY KEY REFERENCES documents,
    duplicate_of TEXT NOT NULL REFERENCES documents
);
CREATE TABLE twins (
    position INTEGER PRIMARY KEY REFERENCES chunks,
    twin INTEGER NOT NULL REFERENCES chunks
);
CREATE TABLE printed_pages (
    source_file TEXT NOT NULL REFERENCES sources,
    page INTEGER NOT NULL,
    printed TEXT NOT NULL,
    PRIMARY KEY (source_file, page)
);
CREATE TABLE clauses (
    document_id TEXT NOT NULL REFERENCES documents,
    ordinal INTEGER NOT NULL,
    path TEXT NOT NULL,
    text TEXT NOT NULL,
    is_table INTEGER NOT NULL,
    line_start INTEGER NOT NULL,
    line_end INTEGER NOT NULL,
    page_start INTEGER,
    page_end INTEGER,
    PRIMARY KEY (document_id, ordinal)
);
CREATE TABLE chunks (
    position INTEGER PRIMARY KEY,
    chunk_id TEXT NOT NULL UNIQUE,
    document_id TEXT NOT NULL REFERENCES documents,
    clause INTEGER NOT NULL,
    path TEXT NOT NULL,
    text TEXT NOT NULL,
    is_table INTEGER NOT NULL,
    line_start INTEGER NOT NULL,
    line_end INTEGER NOT NULL,
    page_start INTEGER,
    page_end INTEGER
);
CREATE INDEX chunks_of_document ON chunks (document_id, clause);
CREATE VIRTUAL TABLE chunk_words USING fts5 (
    text, path, title,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '.%+-/'"
);
