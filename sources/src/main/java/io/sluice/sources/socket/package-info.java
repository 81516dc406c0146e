/**
 * The connector {@code socket}: lines from a server, for trying out queries. Start with {@link
 * io.sluice.sources.socket.SocketSource}.
 */
package io.sluice.sources.socket;
