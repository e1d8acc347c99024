/*
 * The picture written out: as JSON lines for scripts, as a story for people. Both are fed packet by
 * packet, in order, as soon as the session has the row, so that a pipe can be written line by line
 * while packets still arrive. Nothing here touches a file: text is appended to a buffer, and
 * whoever owns that writes it where it belongs and clears it.
 *
 *     pw_session_add(session, &packet);
 *     pw_json_packet(json, pw_session_rows(session) - 1, &out);   ... write and clear out
 *     ...
 *     pw_session_finish(session);
 *     pw_json_end(json, truncated, &out);
 */
#ifndef PW_EXPORT_EXPORT_H
#define PW_EXPORT_EXPORT_H

#include "base/buffer.h"
#include "stream/session.h"
#include "teach/predict.h"
#include "teach/task.h"
#include "teach/words.h"

struct pw_json;

/* A writer of JSON lines. session and words stay the caller's and must outlive it; without words
 * (NULL) the explanations are empty texts. The caller owns it: pw_json_free. */
struct pw_json *pw_json_new(const struct pw_session *session, const struct pw_words *words);
void pw_json_free(struct pw_json *json);
/* Append the line of a packet and the lines of the events it completed, each ended by "\n". */
void pw_json_packet(struct pw_json *json, uint32_t row, struct pw_buffer *out);
/* Append the events that only the end of the capture shows, and the end line. The session must be
 * finished. truncated: the input was cut short or broken. */
void pw_json_end(struct pw_json *json, bool truncated, struct pw_buffer *out);

/* Conversations that are told packet by packet. Those that begin later are only listed at the end:
 * nobody reads a story of a thousand. */
#define PW_EXPLAIN_CONVERSATIONS 20u
/* Conversations that are listed at the end. */
#define PW_EXPLAIN_LISTED 1000u

/* What a watched task has come to: {"type":"task","task":"06.2","part":1,"parts":2,"done":true,
 * "packets":[1,2]} for each part from `from` on that is fulfilled, and for a near miss
 * {"type":"task","task":"06.2","part":1,"parts":2,"done":false,"hint":"…"}. */
void pw_json_task(const struct pw_task_watch *watch, uint32_t from, struct pw_buffer *out);
/* The same for people, a line each. */
void pw_explain_task(const struct pw_task_watch *watch, uint32_t from, struct pw_buffer *out);

/* What whoever is asked may look at: "Look at packet 5."; in the arena. */
const char *pw_question_place(const struct pw_words *words, const struct pw_prediction *asked,
                              struct pw_arena *arena);
/* Questions made from a capture, numbered, and behind all of them their answers: for people, on
 * paper. capture is what it is called. */
void pw_text_questions(const struct pw_session *session, const struct pw_words *words,
                       const char *capture, const struct pw_prediction *asked, uint32_t count,
                       struct pw_buffer *out);
/* The same for scripts: {"type":"question","number":1,"kind":"tcp.ack","packet":7,"hidden":true,
 * "ask":"…","options":[],"answer":1,"field":"tcp.ack","misconceptions":[2,4]} a line. The answer is
 * the right option, from 0, and where there are no options the number itself. */
void pw_json_questions(const struct pw_session *session, const struct pw_prediction *asked,
                       uint32_t count, struct pw_buffer *out);

struct pw_explain;

/* A teller of the story in one voice. title is what the capture is called (a file's name); it is
 * copied and made safe. session and words stay the caller's and must outlive it; without words
 * (NULL) only facts are told. The caller owns it: pw_explain_free. */
struct pw_explain *pw_explain_new(const struct pw_session *session, const struct pw_words *words,
                                  enum pw_voice voice, const char *title);
void pw_explain_free(struct pw_explain *explain);
/* Append what there is to tell now that this row is known; nothing, where a quiet packet may be
 * told together with those that follow. UTF-8, lines of at most 80 columns, no control characters
 * but "\n". */
void pw_explain_packet(struct pw_explain *explain, uint32_t row, struct pw_buffer *out);
/* Append how it all ended: what only the end shows, every conversation in short, the totals. The
 * session must be finished. stopped: where and why the input was cut short, or NULL. */
void pw_explain_end(struct pw_explain *explain, const char *stopped, struct pw_buffer *out);

#endif
