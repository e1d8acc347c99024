/* How an HTML hand-out looks, and what its buttons do: one style sheet, one script, both inside. */
#ifndef PW_EXPORT_HANDOUT_STYLE_H
#define PW_EXPORT_HANDOUT_STYLE_H

extern const char pw_handout_css[], pw_handout_script[];

#endif
