package io.sluice.checkpoint.state;

import com.fasterxml.jackson.core.filter.TokenFilter;
import java.util.Map;

/** Takes fields of JSON objects, or of all objects in an array, by their names. Of what is left out no text is made. */
final class FieldFilter extends TokenFilter {
    /** Of a field that is left out. */
    static final TokenFilter NOTHING = new TokenFilter() {};

    private final Map<String, TokenFilter> named;
    private final boolean takesOthers;

    /**
     * @param named what is taken of fields with these names
     * @param takesOthers whether fields with other names are taken
     */
    FieldFilter(Map<String, TokenFilter> named, boolean takesOthers) {
        this.named = named;
        this.takesOthers = takesOthers;
    }

    /** Null leaves it out. */
    @Override
    public TokenFilter includeProperty(String name) {
        TokenFilter filter = named.get(name);
        if (filter == null) {
            return takesOthers ? INCLUDE_ALL : null;
        }
        return filter == NOTHING ? null : filter;
    }

    @Override
    public boolean includeEmptyArray(boolean contentsFiltered) {
        return true;
    }

    @Override
    public boolean includeEmptyObject(boolean contentsFiltered) {
        return true;
    }
}
