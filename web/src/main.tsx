import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/page.css';
import { chosenLanguage, preferredLanguage } from './texts/language.ts';
import { codeOfPath } from './view/code-of-path.ts';
import { Page } from './view/page.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const firstTexts = await preferredLanguage(chosenLanguage(), navigator.languages).load();
createRoot(root).render(
  <StrictMode>
    <Page code={codeOfPath(location.pathname)} firstTexts={firstTexts} />
  </StrictMode>,
);
