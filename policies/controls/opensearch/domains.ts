/** Search domains of both kinds. */
export const searchDomains = ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"];
