/** Lines as they are, each a row. Start with {@link io.sluice.sources.raw.RawFormat}. */
package io.sluice.sources.raw;
