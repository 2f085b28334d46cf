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
    chapter TEXT,
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
CREATE TABLE targets (
    position INTEGER NOT NULL REFERENCES chunks,
    ordinal INTEGER NOT NULL,
    document_id TEXT NOT NULL REFERENCES documents,
    indicator TEXT NOT NULL,
    name TEXT NOT NULL,
    region TEXT,
    year INTEGER,
    value TEXT NOT NULL,
    unit TEXT NOT NULL,
    qualifier TEXT NOT NULL,
    direction TEXT NOT NULL,
    base_year INTEGER,
    binding TEXT,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    figure_start INTEGER NOT NULL,
    figure_end INTEGER NOT NULL,
    PRIMARY KEY (position, ordinal)
) WITHOUT ROWID;
CREATE INDEX targets_of_indicator ON targets (name, region, year);
CREATE INDEX targets_of_document ON targets (document_id);
CREATE TABLE names (
    document_id TEXT NOT NULL REFERENCES documents,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (document_id, kind, name)
) WITHOUT ROWID;
CREATE TABLE bigrams (
    bigram TEXT PRIMARY KEY,
    chunks INTEGER NOT NULL
) WITHOUT ROWID;
CREATE VIRTUAL TABLE document_words USING fts5 (
    title, about, document_id UNINDEXED,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '.%+-/'"
);
CREATE VIRTUAL TABLE chunk_words USING fts5 (
    text, heading, path, title, about, defined,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '.%+-/'"
);
