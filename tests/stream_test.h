/* What the files of the stream tests share. */
#ifndef PW_TESTS_STREAM_TEST_H
#define PW_TESTS_STREAM_TEST_H

#include "forms.h"
#include "stream/picture.h"

/* The picture of a file, which must outlive it; pw_session_free. */
struct pw_session *index_file(struct pcap_file *file);
/* A bundled capture by its name without ending; pcap_file_free. */
struct pcap_file capture(const char *name);

/* stream_caps.c */
void test_deflate_bomb(void);
void test_many_frames(void);
void test_lost_context(void);
void test_many_acks(void);
void test_missing_attachments(void);
void test_long_json(void);
void test_huge_event(void);
void test_bad_secrets(void);
void test_lost_record(void);

/* stream_http2.c */
void add_http2_stream_tests(void);

/* stream_bodies.c */
void test_sse_forms(void);
void test_sse_sizes(void);
void test_polling_bodies(void);
void test_polling_caps(void);

/* stream_socketio.c */
void test_binary_b(void);
void test_binary_nothing(void);
void test_late_acks(void);
void test_odd_values(void);
void test_many_servers(void);
void test_tiny_fragments(void);
void test_reach(void);
void test_ended_connections(void);
void test_ended_bodies(void);
void test_many_attachings(void);

/* stream_analysis.c */
void test_analysis_of_captures(void);
void test_analysis_of_steps(void);
void test_analysis_figures(void);

#endif
