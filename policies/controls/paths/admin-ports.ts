/** Ports that people log in to machines by, and what listens there. */
export const adminPorts: readonly { readonly port: number; readonly what: string }[] = [
  { port: 22, what: "SSH" },
  { port: 23, what: "Telnet" },
  { port: 3389, what: "Remote Desktop" },
  { port: 5900, what: "VNC" },
  { port: 5985, what: "WinRM" },
  { port: 5986, what: "WinRM over HTTPS" },
];
