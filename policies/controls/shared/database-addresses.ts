/** Parameters of database addresses that turn TLS off, as drivers of PostgreSQL, MySQL and SQL Server name them. */
export const withoutTls = /\b(?:sslmode=disable|ssl=(?:false|0)|usessl=false|tls=false|encrypt=false)\b/i;
