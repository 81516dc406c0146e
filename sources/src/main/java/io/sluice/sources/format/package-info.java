/**
 * What a file format must give to be read by the file source. Imports the contract package only. Start with {@link
 * io.sluice.sources.format.FileFormat}.
 */
package io.sluice.sources.format;
