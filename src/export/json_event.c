/* Event lines: something that happened, in three voices and with its own keys. */
#include "export/json_private.h"

#include "base/text.h"

static void write_explanations(struct pw_json *json, const struct pw_description *description,
                               const struct pw_tree *tree, struct pw_buffer *out)
{
    static const char *const names[PW_VOICES] = {
        [PW_FRIEND] = "\"friend\":",
        [PW_STUDENT] = ",\"student\":",
        [PW_ENGINEER] = ",\"engineer\":",
    };
    pw_buffer_text(out, ",\"explain\":{");
    for (unsigned voice = 0; voice < PW_VOICES; voice++) {
        struct pw_said said = {0};
        bool has = json->words && pw_words_event(json->words, (enum pw_voice)voice, description,
                                                 tree, &json->arena, &said);
        pw_buffer_text(out, names[voice]);
        pw_json_text(out, has && said.text ? said.text : "");
    }
    pw_buffer_byte(out, '}');
}

static void write_attribute(const struct pw_attribute *attribute, struct pw_buffer *out)
{
    pw_buffer_byte(out, ',');
    pw_json_text(out, attribute->name);
    pw_buffer_byte(out, ':');
    switch (attribute->type) {
    case PW_ATTRIBUTE_NUMBER:
        pw_json_number(out, attribute->number);
        break;
    case PW_ATTRIBUTE_BOOL:
        pw_buffer_text(out, attribute->number ? "true" : "false");
        break;
    case PW_ATTRIBUTE_TEXT:
        pw_text_json(out, attribute->bytes);
        break;
    case PW_ATTRIBUTE_JSON:
        pw_buffer_add(out, attribute->bytes.data, attribute->bytes.length);
        break;
    case PW_ATTRIBUTE_HEX:
        pw_json_hex(out, attribute->bytes);
        break;
    }
}

void pw_json_event(struct pw_json *json, uint32_t i, const struct pw_tree *tree,
                   struct pw_buffer *out)
{
    const struct pw_event *event = pw_session_event(json->session, i);
    struct pw_description description = {0};
    pw_picture_event(json->session, i, &json->arena, &description);
    pw_buffer_text(out, "{\"type\":\"event\",\"event\":");
    pw_json_text(out, description.event);
    pw_buffer_text(out, ",\"packets\":");
    pw_json_packets(out, description.packets, description.packet_count);
    if (description.packets_total > description.packet_count)
        pw_json_member(out, ",\"packets_total\":", description.packets_total);
    if (event->conversation != PW_NONE) {
        const struct pw_conversation *conversation =
            pw_session_conversation(json->session, event->conversation);
        pw_json_member(out, ",\"conversation\":", conversation->number);
        pw_buffer_text(out, conversation->transport == 6 ? ",\"transport\":\"tcp\""
                                                         : ",\"transport\":\"udp\"");
    }
    write_explanations(json, &description, tree, out);
    for (uint32_t a = 0; a < description.attribute_count; a++)
        write_attribute(&description.attributes[a], out);
    pw_buffer_text(out, "}\n");
}
