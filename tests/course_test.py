#!/usr/bin/env python3
"""The whole course in plain lines, from the first lesson to the last, in every language there is.

    course_test.py PACKETWALK LESSONS

Each question gets the right answer, as the lesson tells it where nobody answers; each lesson has to
be done then, and say so. A second student answers wrongly first, and takes every hint.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

PROGRAM, LESSONS = os.path.abspath(sys.argv[1]), sys.argv[2]

# What the prompts are called: in the catalogue of each language.
WORDS = {
    "en": {"step": "Step", "question": "Question", "answer": "Answer", "right": "Right.",
           "wrong": "Not so. Look again.", "done": "The lesson is done."},
    "de": {"step": "Schritt", "question": "Frage", "answer": "Antwort", "right": "Richtig.",
           "wrong": "Nein. Sieh noch einmal hin.", "done": "Die Lektion ist fertig."},
}
failures = []


def check(good, what):
    if not good:
        failures.append(what)
        print(f"FAILED: {what}")


def run(language, home, *arguments, typed=None):
    done = subprocess.run([PROGRAM, "--lang", language, *arguments], check=False,
                          input=typed, stdin=None if typed is not None else subprocess.DEVNULL,
                          capture_output=True, encoding="utf-8",
                          env={**os.environ, "XDG_STATE_HOME": home, "XDG_DATA_HOME": home,
                               "LC_ALL": "C.UTF-8"})
    check(done.returncode == 0, f"{arguments}: exit {done.returncode}: {done.stderr}")
    check("\x1b" not in done.stdout, f"{arguments}: a control character")
    return done.stdout


def lessons_of(language):
    """The lessons in the language itself: what is missing there is told in English."""
    return sorted(name[:-3] for name in os.listdir(os.path.join(LESSONS, language))
                  if re.match(r"\d+-.*\.md$", name))


def runs_of(lessons):
    """The lessons that follow one another: a lesson ends with the way to the next."""
    runs = []
    for lesson in lessons:
        if runs and int(lesson[:2]) == int(runs[-1][-1][:2]) + 1:
            runs[-1].append(lesson)
        else:
            runs.append([lesson])
    return runs


def steps_of(language, home, lesson):
    """Of each step the right answer, or None where nothing is asked."""
    words = WORDS[language]
    told = run(language, home, "lesson", lesson)
    steps = re.split(rf"(?m)^{words['step']} \d+ [a-z]+ \d+: ", told)[1:]
    check(told.rstrip().endswith(words["done"]), f"{lesson}: it does not end")
    answers = []
    for step in steps:
        asked = re.search(rf"(?m)^{words['question']}: ", step)
        answer = re.search(rf"(?m)^{words['answer']}: ([0-9]+)\.$", step)
        check(bool(asked) == bool(answer), f"{lesson}: a question without an answer: {step[:60]}")
        answers.append(answer.group(1) if answer else None)
    return answers


def play(language, lessons):
    """One conversation, from the menu through the lessons, every answer right at once."""
    words = WORDS[language]
    with tempfile.TemporaryDirectory() as home:
        steps = {lesson: steps_of(language, home, lesson) for lesson in lessons}
        typed = [str(int(lessons[0].split("-")[0]))]
        for lesson in lessons:
            for answer in steps[lesson]:
                typed += ([answer] if answer else []) + [""]
            typed += [""]
        told = run(language, home, "--linear", typed="\n".join(typed[:-1] + ["q"]) + "\n")
        asked = sum(answer is not None for one in steps.values() for answer in one)
        check(told.count("\n" + words["done"]) == len(lessons), f"{language}: not all were done")
        check(told.count("\n" + words["right"]) == asked, f"{language}: not all was right")
        wrong = words["wrong"].split(". ")[0] + "."
        check("\n" + wrong not in told, f"{language}: a right answer was found wrong")
        for line in told.split("\n"):
            check(len(re.findall(r"[.?!] [A-ZÄÖÜ]", line)) == 0 or line.startswith(" "),
                  f"{language}: two sentences in a line: {line}")
        report = [json.loads(line) for line in
                  run(language, home, "lesson", "report", "--json").split("\n") if line]
        for result in report[:-1]:
            check(result["done"] == result["steps"] and result["at_once"] == result["questions"]
                  and result["exits_at_once"] == result["exits"] >= 2, f"{language}: {result}")
        check(report[-1] == {"type": "end", "lessons": report[-1]["lessons"],
                             "begun": len(lessons)}, f"{language}: {report[-1]}")
        print(f"{language}: {len(lessons)} lessons, {asked} questions")


def stumble(language, lessons):
    """Wrong answers, every hint, steps back, words explained: nothing of it ends a lesson."""
    words = WORDS[language]
    for lesson in lessons[:3]:
        with tempfile.TemporaryDirectory() as home:
            typed = []
            for answer in steps_of(language, home, lesson):
                if answer:
                    typed += ["987654321", "h", "h", "h", "h", "?", "g", "p", "f", "v", answer]
                typed += [""]
            told = run(language, home, "lesson", lesson, "--linear",
                       typed="\n".join(typed) + "\n")
            check(words["done"] in told, f"{language}: {lesson} did not end after wrong answers")
            check(len(told) > 3000, f"{language}: {lesson} says little")


def main():
    languages = [name for name in sorted(os.listdir(LESSONS)) if name in WORDS]
    for language in languages:
        lessons = lessons_of(language)
        if language == "en":
            check(len(lessons) >= 22, "there are fewer than 22 lessons")
        for run_of_lessons in runs_of(lessons):
            play(language, run_of_lessons)
        stumble(language, lessons)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
